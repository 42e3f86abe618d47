import type { Import } from './imports';

/**
 * The first circle on each way through the modules, as the paths along it. An import for types alone is gone at run
 * time, when a circle would make a module meet another that is not finished.
 */
export function circlesIn(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path)) return;
    done.add(path);
    for (const to of next.get(path) ?? []) follow(to, [...trail, path]);
  };
  for (const path of next.keys()) follow(path, []);
  return circles;
}
