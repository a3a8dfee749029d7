/**
 * Says what is being done, and every ten seconds that it still is: a silent minute looks like a hang.
 *
 * @template T
 * @param {string} label Such as `Building`.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} What `work` returned. A rejection passes through.
 */
export async function step(label, work) {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  console.log(`${label} …`);
  const timer = setInterval(() => console.log(`${label} … ${seconds()}`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
