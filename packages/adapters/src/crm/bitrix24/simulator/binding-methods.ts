/** Events and places of an application in the simulated portal. */
import { asMap } from './php.ts';
import { type Methods, type PortalState, Refused } from './state.ts';

const PLACEMENTS = ['CALL_CARD', 'PAGE_BACKGROUND_WORKER', 'CRM_DEAL_DETAIL_TAB', 'CRM_CONTACT_DETAIL_TAB'];
const EVENTS = /^ON(CRM(CONTACT|COMPANY|LEAD|DEAL|ACTIVITY)|TASK)(ADD|UPDATE|DELETE)$|^ONEXTERNALCALL/;

export function bindingMethods({ events, placements }: PortalState): Methods {
  return {
    'event.get': () => ({ result: events.map((one) => ({ ...one, auth_type: '0', offline: 0 })) }),
    'event.bind'({ event, handler }) {
      const one = { event: String(event ?? '').toUpperCase(), handler: String(handler ?? '') };
      if (!EVENTS.test(one.event)) throw new Refused(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found');
      if (events.some(({ event: of, handler: at }) => of === one.event && at === one.handler))
        throw new Refused(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded');
      events.push(one);
      return { result: true };
    },
    'event.unbind'({ event, handler }) {
      const before = events.length;
      const kept = events.filter(
        (one) => one.event !== String(event).toUpperCase() || one.handler !== String(handler),
      );
      events.splice(0, before, ...kept);
      return { result: { count: before - kept.length } };
    },
    'placement.get': () => ({
      result: placements.map(({ placement, handler, title, options }) => ({
        ...{ placement, userId: 0, handler, title, description: '', options, langAll: {} },
      })),
    }),
    // What is wrong is told with 200.
    'placement.bind'({ PLACEMENT, HANDLER, TITLE, OPTIONS }) {
      const placement = String(PLACEMENT ?? '');
      if (placement === '')
        throw new Refused(200, 'ERROR_ARGUMENT', "Argument 'PLACEMENT' is null or empty", {
          argument: 'PLACEMENT',
        });
      if (!PLACEMENTS.includes(placement))
        throw new Refused(400, 'ERROR_PLACEMENT_NOT_FOUND', 'Placement not found');
      const alone = placement === 'PAGE_BACKGROUND_WORKER';
      const errorHandlerUrl = asMap(OPTIONS).errorHandlerUrl;
      if (alone && !errorHandlerUrl)
        throw new Refused(400, 'EMPTY_ERROR_HANDLER_URL', 'Error handler url is empty');
      if (alone && placements.some((one) => one.placement === placement))
        throw new Refused(200, 'ERROR_PLACEMENT_MAX_COUNT', 'Placement max count');
      if (placements.some((one) => one.placement === placement && one.handler === HANDLER))
        throw new Refused(400, 'ERROR_CORE', 'Unable to set placement handler: Handler already binded');
      // Elsewhere options are not retained, and PHP writes an empty map as a list.
      const options = alone ? { errorHandlerUrl: String(errorHandlerUrl) } : [];
      placements.push({ placement, handler: String(HANDLER), title: String(TITLE ?? ''), options });
      return { result: true };
    },
    'placement.unbind'({ PLACEMENT, HANDLER }) {
      const before = placements.length;
      const kept = placements.filter(
        ({ placement, handler }) =>
          placement !== PLACEMENT || (HANDLER !== undefined && handler !== String(HANDLER)),
      );
      placements.splice(0, before, ...kept);
      // One for each that was found, and one more for each that is gone.
      return { result: { count: 2 * (before - kept.length) } };
    },
  };
}
