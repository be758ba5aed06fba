// A page reads well without this. With it, only what scrolls is a stop of the tab key, and the contents mark where one is.
const sized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
    const caption = target.querySelector("figcaption, caption");
    const attributes = { tabindex: "0", role: "region", "aria-label": caption ? caption.textContent.trim() : "図表" };
    for (const [name, value] of Object.entries(attributes)) {
      if (scrolls) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});
for (const region of document.querySelectorAll(".table-scroll, .figure-scroll")) sized.observe(region);

const contents = [...document.querySelectorAll("#TOC > ul a[href^='#']")]
  .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))])
  .filter(([, heading]) => heading);
let current = null;
function mark() {
  const passed = contents.filter(([, heading]) => heading.getBoundingClientRect().top < 60);
  const [link] = passed[passed.length - 1] || [null];
  if (link === current) return;
  if (current) current.removeAttribute("aria-current");
  if (link) link.setAttribute("aria-current", "location");
  const side = document.getElementById("TOC");
  if (link && getComputedStyle(side).position === "sticky") side.scrollTop = link.offsetTop - side.clientHeight / 2;
  current = link;
}
if (contents.length) {
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
}
