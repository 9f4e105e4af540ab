// Sets theme, density and language on the root before the first paint, so that nothing flashes.
(function () {
  var root = document.documentElement;
  try {
    root.dataset.theme = localStorage.getItem("rollcall.theme") || "system";
    root.dataset.density = localStorage.getItem("rollcall.density") || "comfortable";
    root.lang = localStorage.getItem("rollcall.lang") || (navigator.language.startsWith("en") ? "en" : "zh-CN");
  } catch (refused) {
    root.dataset.theme = "system";
    root.dataset.density = "comfortable";
  }
})();
