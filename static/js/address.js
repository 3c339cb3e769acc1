// Where the session of a routine is. A custom one has no page of its own: what it is stands after the # of one page, so
// that no server is told.

export const sessionAddress = ({ slug, prescription }) =>
  prescription ? `/routines/custom#${prescription}` : `/routines/${encodeURIComponent(slug)}/session`;
