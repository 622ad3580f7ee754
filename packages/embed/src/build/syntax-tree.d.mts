export function walk<T>(node: unknown, visit: (node: T) => void): void;
export function splice(code: string, edits: { start: number; end: number; text: string }[]): string;
