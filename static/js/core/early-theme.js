// Runs before the first paint. Sets on the root element the stored theme, skin and body, whether the body was chosen by
// hand (`asked`), whether a routine was done before (`returning`), and whether the URL has a fragment. A classic
// script: a module would run too late and the page would flash.
try {
  const appearance = JSON.parse(localStorage.getItem("thumbwidth-look") || "{}");
  for (const name of ["theme", "skin", "body", "asked", "returning"]) {
    if (appearance[name]) document.documentElement.dataset[name] = appearance[name];
  }
} catch {
  // No access to storage: the page uses the theme of the phone.
}
if (!location.hash) document.documentElement.dataset.bare = "";
