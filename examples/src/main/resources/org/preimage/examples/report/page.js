"use strict";

// A click on a picture shows it large.
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

// A click on the heading of a column sorts by it: up, down, and as it was. Cells without a value stay last.
document.querySelectorAll("table.numbers").forEach(function (table) {
  var body = table.tBodies[0];
  var original = Array.from(body.rows);
  var headings = Array.from(table.tHead.rows[0].cells);

  function text(row, column) {
    var cell = row.cells[column];
    var given = cell.querySelector("[data-value]");
    var shown = given ? given.dataset.value : cell.textContent.trim();
    return ["", "-", "n/a"].includes(shown) ? null : shown;
  }

  function order(column) {
    var texts = original.map(function (row) { return text(row, column); });
    var numbers = texts.every(function (t) { return t === null || /^[+-]?(\d|\.\d)/.test(t) && !isNaN(parseFloat(t)); });
    return function (a, b) {
      return numbers ? parseFloat(a) - parseFloat(b) : a.localeCompare(b, "en", { numeric: true });
    };
  }

  function sort(column, direction) {
    var compare = order(column);
    var rows = original.slice();
    if (direction) {
      rows.sort(function (a, b) {
        var x = text(a, column);
        var y = text(b, column);
        if (x === null || y === null) {
          return (x === null) - (y === null);
        }
        return direction * compare(x, y);
      });
    }
    rows.forEach(function (row) { body.appendChild(row); });
    headings.forEach(function (heading, i) {
      if (i === column && direction) {
        heading.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      } else {
        heading.removeAttribute("aria-sort");
      }
    });
  }

  headings.forEach(function (heading, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.scope = "col";
    heading.append(button);
    button.addEventListener("click", function () {
      var now = heading.getAttribute("aria-sort");
      sort(column, now === null ? 1 : now === "ascending" ? -1 : 0);
    });
  });
});

// Two pictures of a case laid one over the other, with an edge between them that can be moved.
document.querySelectorAll(".case").forEach(function (section) {
  var figures = Array.from(section.querySelectorAll("figure[data-wipe]"));
  if (figures.length < 2) {
    return;
  }
  var wipe = document.createElement("div");
  wipe.className = "wipe";
  wipe.innerHTML = '<div class="choice"><label>left <select></select></label><label>right <select></select></label></div>'
    + '<div class="stage"><img class="under" alt=""><img class="over" alt=""><div class="edge"></div></div>'
    + '<input type="range" min="0" max="100" value="50" step="1" aria-label="edge between the left and the right picture">';
  var stage = wipe.querySelector(".stage");
  var slider = wipe.querySelector("input");

  function move(percent) {
    slider.value = percent;
    stage.style.setProperty("--at", slider.value + "%");
  }

  function drag(event) {
    var box = stage.getBoundingClientRect();
    move(100 * (event.clientX - box.left) / box.width);
  }

  ["over", "under"].forEach(function (side, i) {
    var choice = wipe.querySelectorAll("select")[i];
    figures.forEach(function (figure) { choice.add(new Option(figure.dataset.wipe)); });
    var best = figures.findIndex(function (figure) { return "best" in figure.dataset; });
    choice.selectedIndex = i === 0 ? 0 : best > 0 ? best : figures.length - 1;
    function show() {
      var picture = stage.querySelector("." + side);
      picture.src = figures[choice.selectedIndex].querySelector("img.picture").src;
      picture.alt = (i === 0 ? "left: " : "right: ") + choice.value;
    }
    choice.addEventListener("change", show);
    show();
  });
  slider.addEventListener("input", function () { move(slider.value); });
  stage.addEventListener("pointerdown", function (event) {
    stage.setPointerCapture(event.pointerId);
    drag(event);
  });
  stage.addEventListener("pointermove", function (event) {
    if (event.buttons & 1) {
      drag(event);
    }
  });
  move(50);
  section.prepend(wipe);
});

// Copies a command; where the browser does not let a page do that, the command is selected, to be copied by hand.
document.querySelectorAll("button.copy").forEach(function (button) {
  button.addEventListener("click", function () {
    var code = button.previousElementSibling;
    function selected() {
      code.focus();
      getSelection().selectAllChildren(code);
    }
    if (navigator.clipboard) {
      navigator.clipboard.writeText(code.textContent).then(function () {
        button.textContent = "copied";
        setTimeout(function () { button.textContent = "copy"; }, 1500);
      }, selected);
    } else {
      selected();
    }
  });
});
