import { applyDecorators, Header, HttpCode, SetMetadata } from '@nestjs/common';
import { OpenRoute } from './open-route.ts';

const formKey = 'homeward:form';

/** Where the pages stand whose forms need no script. */
export const FORM_PAGES: readonly string[] = ['/slips/', '/feedback/'];

/** This route answers with a page for people who are not signed in. Nothing of it is kept, found by search engines, or told to another site. */
export function Page(why: string): MethodDecorator {
  return applyDecorators(
    OpenRoute(why),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('x-robots-tag', 'noindex, nofollow, noarchive'),
    HttpCode(200),
  );
}

/** Such a page, which takes a form as a browser without scripts sends it. */
export function FormPage(why: string): MethodDecorator {
  return applyDecorators(Page(why), SetMetadata(formKey, true));
}

/** Whether a handler takes forms of pages that work without a script. */
export function takesForms(handler: () => unknown): boolean {
  return Reflect.getMetadata(formKey, handler) === true;
}

/** A form as named values. What was left empty was not filled in; what is there twice is a list, which no field takes. */
export function formOf(body: string): Record<string, string | string[]> {
  const filled = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '') continue;
    const values = filled.get(name) ?? [];
    values.push(value);
    filled.set(name, values);
  }
  return Object.fromEntries([...filled].map(([name, values]) => [name, values.length === 1 ? String(values[0]) : values]));
}
