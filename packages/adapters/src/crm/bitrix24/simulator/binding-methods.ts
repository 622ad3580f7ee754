/** Events and places of an application in the simulated portal. */
import { asMap } from './php.ts';
import { type Methods, type PortalState, Refused } from './state.ts';

const PLACEMENTS = ['CALL_CARD', 'PAGE_BACKGROUND_WORKER', 'CRM_DEAL_DETAIL_TAB', 'CRM_CONTACT_DETAIL_TAB'];

export function bindingMethods({ events, placements }: PortalState): Methods {
  return {
    'event.get': () => ({ result: events.map((one) => ({ ...one, auth_type: 0, offline: 0 })) }),
    'event.bind'({ event, handler }) {
      const one = { event: String(event ?? '').toUpperCase(), handler: String(handler ?? '') };
      if (one.event === '') throw new Refused(400, 'ERROR_ARGUMENT', "Argument 'EVENT' is null or empty");
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
      result: placements.map(({ placement, handler, title }) => ({
        ...{ placement, userId: 0, handler, title, description: '', options: [], langAll: {} },
      })),
    }),
    'placement.bind'({ PLACEMENT, HANDLER, TITLE, OPTIONS }) {
      const placement = String(PLACEMENT ?? '');
      if (!PLACEMENTS.includes(placement))
        throw new Refused(400, 'ERROR_PLACEMENT_NOT_FOUND', 'Placement not found');
      const alone = placement === 'PAGE_BACKGROUND_WORKER';
      if (alone && !asMap(OPTIONS).errorHandlerUrl)
        throw new Refused(400, 'EMPTY_ERROR_HANDLER_URL', 'Error handler url is empty');
      if (alone && placements.some((one) => one.placement === placement))
        throw new Refused(400, 'ERROR_PLACEMENT_MAX_COUNT', 'Placement max count');
      if (placements.some((one) => one.placement === placement && one.handler === HANDLER))
        throw new Refused(400, 'ERROR_CORE', 'Unable to set placement handler: Handler already binded');
      placements.push({ placement, handler: String(HANDLER), title: String(TITLE ?? '') });
      return { result: true };
    },
    'placement.unbind'({ PLACEMENT, HANDLER }) {
      const before = placements.length;
      const kept = placements.filter(
        ({ placement, handler }) =>
          placement !== PLACEMENT || (HANDLER !== undefined && handler !== String(HANDLER)),
      );
      placements.splice(0, before, ...kept);
      return { result: { count: before - kept.length } };
    },
  };
}
