document.querySelectorAll("img.picture").forEach(function (picture) {
  picture.addEventListener("click", function () {
    var zoom = document.createElement("div");
    zoom.className = picture.closest(".chart") ? "zoom wide" : "zoom";
    var large = document.createElement("img");
    large.src = picture.src;
    large.alt = picture.alt;
    zoom.appendChild(large);
    zoom.addEventListener("click", function () { zoom.remove(); });
    document.body.appendChild(zoom);
  });
});
