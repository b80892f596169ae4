// A map of the world, drawn from TopoJSON: the npm package world-atlas, with data of Natural Earth. No foreign service.

// Degrees that the map shows: without the ice at its edges, where nothing flies.
const [west, east, north, south] = [-180, 180, 80, -57];
const gridStep = 30;

/** Where a place is on the map, in percent of its width and height: degrees are equally long everywhere. */
export function placeOf(longitude, latitude) {
  return [(100 * (longitude - west)) / (east - west), (100 * (north - latitude)) / (north - south)];
}

/** Draws the grid and the land; gives what draws trails on it. Without the land's data the grid stays. */
export async function drawMap(svg) {
  svg.setAttribute('viewBox', `${west} ${-north} ${east - west} ${north - south}`);
  svg.append(path('grid', grid()));
  const response = await fetch(new URL('land-110m.json', import.meta.url));
  if (response.ok) svg.prepend(path('land', outline(await response.json())));
  const trails = new Map();
  return {
    show(id, points) {
      if (!trails.has(id)) {
        trails.set(id, path('trail', ''));
        svg.append(trails.get(id));
      }
      trails.get(id).setAttribute('d', line(points));
    },
    remove(id) {
      trails.get(id)?.remove();
      trails.delete(id);
    },
  };
}

/** An arc of TopoJSON is a list of steps on a grid, a ring a list of arcs; a negative one goes backwards. */
function outline({ transform, arcs, objects }) {
  const { scale, translate } = transform;
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const shapes = objects.land.geometries ?? [objects.land];
  const rings = shapes.flatMap((shape) => (shape.type === 'Polygon' ? shape.arcs : shape.arcs.flat()));
  return rings.map((ring) => `${line(ring.flatMap((at) => (at < 0 ? lines[~at].toReversed() : lines[at])))}Z`).join('');
}

function grid() {
  const lines = [];
  for (let at = west; at <= east; at += gridStep) lines.push(`M${at} ${-north}V${-south}`);
  for (let at = 60; at > south; at -= gridStep) lines.push(`M${west} ${-at}H${east}`);
  return lines.join('');
}

/** A line that goes over the edge of the map goes on at the other edge. */
function line(points) {
  const leaps = (i) => i === 0 || Math.abs(points[i][0] - points[i - 1][0]) > 180;
  return points.map(([x, y], i) => `${leaps(i) ? 'M' : 'L'}${x.toFixed(2)} ${(-y).toFixed(2)}`).join('');
}

function path(name, data) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  made.setAttribute('class', name);
  made.setAttribute('d', data);
  return made;
}
