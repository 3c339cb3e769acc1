// Runs before the first paint: puts the stored theme, skin and body on the root element, whether the body was chosen by
// hand (`asked`), whether a routine was done before (`returning`), and whether the address carries anything after its #.
// A classic script, because a module would come too late and the page would flash.
try {
  const look = JSON.parse(localStorage.getItem("thumbwidth-look") || "{}");
  for (const name of ["theme", "skin", "body", "asked", "returning"]) {
    if (look[name]) document.documentElement.dataset[name] = look[name];
  }
} catch {
  // Storage is closed to us: the page keeps the phone's own theme.
}
if (!location.hash) document.documentElement.dataset.bare = "";
