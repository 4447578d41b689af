@echo off
rem Runs the command line: Java from JAVA_HOME or the path, with the Vector API where Java has it and compiles it well.
rem JAVA_OPTS holds further options for Java, PREIMAGE_JAR names another jar, PREIMAGE_MAIN another main class in it.
setlocal
set "JAR=%~dp0..\target\preimage.jar"
if defined PREIMAGE_JAR set "JAR=%PREIMAGE_JAR%"
if not exist "%JAR%" (
  echo preimage: %JAR% is missing; mvn -q -DskipTests package makes it 1>&2
  exit /b 2
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "MAIN=org.preimage.examples.cli.Main"
if defined PREIMAGE_MAIN set "MAIN=%PREIMAGE_MAIN%"
rem In Java 17 to 20 the Vector API is slower than plain Java.
set "VECTOR="
"%JAVA%" --list-modules 2>nul | findstr /r /c:"^jdk\.incubator\.vector@2[1-9]" /c:"^jdk\.incubator\.vector@[3-9][0-9]" >nul && set "VECTOR=--add-modules jdk.incubator.vector"
"%JAVA%" --enable-native-access=ALL-UNNAMED %VECTOR% %JAVA_OPTS% -cp "%JAR%" %MAIN% %*
exit /b %ERRORLEVEL%
