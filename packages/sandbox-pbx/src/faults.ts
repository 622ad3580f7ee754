import * as z from 'zod/mini';

const words = z.locales.en().localeError;

/** What is wrong with a value, in one line, every key by its name. */
export function describeFaults(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map((issue) => {
      const place = issue.path.join('.');
      if (issue.code === 'unrecognized_keys')
        return `${[place, issue.keys.join(', ')].filter(Boolean).join('.')}: unknown`;
      const said = words(issue as z.core.$ZodRawIssue);
      return `${place || 'all'}: ${typeof said === 'string' ? said : (said?.message ?? issue.message)}`;
    })
    .join('; ');
}
