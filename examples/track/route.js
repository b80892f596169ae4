// Places between which flights go, and the way between two of them.

/** Longitude and latitude in degrees. */
export const cities = {
  Auckland: [174.8, -36.8],
  'Buenos Aires': [-58.4, -34.6],
  Cairo: [31.2, 30],
  'Cape Town': [18.4, -33.9],
  Delhi: [77.2, 28.6],
  Lagos: [3.4, 6.5],
  Lima: [-77, -12],
  London: [-0.1, 51.5],
  'Mexico City': [-99.1, 19.4],
  Nairobi: [36.8, -1.3],
  'New York': [-74, 40.7],
  Oslo: [10.8, 59.9],
  'San Francisco': [-122.4, 37.8],
  'São Paulo': [-46.6, -23.6],
  Singapore: [103.8, 1.3],
  Sydney: [151.2, -33.9],
  Tokyo: [139.7, 35.7],
};

const radians = Math.PI / 180;

/** The place on the shortest way between two others, on the globe; `share` goes from 0 to 1. */
export function along(from, to, share) {
  const [a, b] = [vector(from), vector(to)];
  const angle = Math.acos(a.reduce((sum, value, i) => sum + value * b[i], 0));
  const [x, y, z] = a.map(
    (value, i) => (Math.sin((1 - share) * angle) * value + Math.sin(share * angle) * b[i]) / Math.sin(angle),
  );
  return [Math.atan2(y, x) / radians, Math.atan2(z, Math.hypot(x, y)) / radians];
}

function vector([longitude, latitude]) {
  const [l, p] = [longitude * radians, latitude * radians];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}
