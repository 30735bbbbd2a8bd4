// Around a unit of cmi5: shows it below the way back. Its address stands behind the #, and is used once, as its token is.
// The page by which the unit goes back has this script as well: it leads the whole window to the course.

const leave = document.querySelector("[data-leave]");
if (leave) top.location.replace(leave.href);
else show(document.body.dataset.around, decodeURIComponent(location.hash.slice(1)));

function show(session, given) {
  history.replaceState(null, "", location.pathname);
  const address = new URL(given, location.href);
  // A link from elsewhere must not put another page under our bar.
  if (address.origin !== location.origin || !address.pathname.startsWith(`/content/${session}/`)) {
    document.querySelector("[data-fault]").hidden = false;
    return;
  }
  const frame = Object.assign(document.createElement("iframe"), { src: address.href, title: document.title, allow: "autoplay; fullscreen" });
  document.querySelector("[data-stage]").append(frame);
}
