/** What people read beside the fields of routing. */
import type { Words } from './schema.ts';

const KEY = { title: 'Key', description: 'Small letters, digits and -; other rules name it by this.' };
const SCHEDULE = { title: 'Hours', description: 'Key of the hours; empty where there are none of its own.' };
const BRANCH = { title: 'Branch', description: 'Key of the branch; empty where there is none.' };

export const ROUTING_WORDS: Words = {
  routing: {
    title: 'Where calls go',
    description:
      'The first route that fits a call decides. Without routes all agents ring at once. Try it below before you save: "Who would get a call?"',
  },
  'routing.schedules': {
    title: 'Hours',
    description: 'When somebody is there, in the time zone of the place.',
  },
  'routing.schedules.key': KEY,
  'routing.schedules.name': { title: 'Name' },
  'routing.schedules.timeZone': { title: 'Time zone', description: 'Such as Europe/Kyiv.' },
  'routing.schedules.hours': {
    title: 'Open',
    description: 'A night takes two rows: to 24:00, and from 00:00.',
  },
  'routing.schedules.hours.days': { title: 'Days' },
  'routing.schedules.hours.from': { title: 'From', description: 'Such as 09:00.' },
  'routing.schedules.hours.to': { title: 'To', description: 'Such as 18:00.' },
  'routing.schedules.holidays': {
    title: 'Holidays',
    description: 'Closed the whole day; such as 2026-12-25.',
  },
  'routing.branches': {
    title: 'Branches',
    description: 'Shops, offices, warehouses: lines and groups belong to one.',
  },
  'routing.branches.key': KEY,
  'routing.branches.name': { title: 'Name' },
  'routing.branches.schedule': SCHEDULE,
  'routing.groups': { title: 'Groups', description: 'Agents who take the same calls.' },
  'routing.groups.key': KEY,
  'routing.groups.name': { title: 'Name' },
  'routing.groups.branch': BRANCH,
  'routing.groups.schedule': SCHEDULE,
  'routing.groups.members': {
    title: 'Members',
    description: 'Logins of agents, in the order in which they are asked.',
  },
  'routing.groups.heads': {
    title: 'Heads',
    description: 'They see the calls of the members and hear the recordings.',
  },
  'routing.groups.algorithm': { title: 'Who rings' },
  'routing.groups.ringSeconds': { title: 'Ring time of one phone, seconds' },
  'routing.groups.known': {
    title: 'Callers we know',
    description: 'Who comes first: the responsible manager, the familiar employee, or both in this order.',
  },
  'routing.groups.familiarMinutes': {
    title: 'Familiar for, minutes',
    description: 'From the end of the last answered talk.',
  },
  'routing.groups.maskNumbers': {
    title: 'Members do not see customers’ numbers',
    description: 'Couriers, for instance: they are put through, and call back by the call.',
  },
  'routing.groups.queue': { title: 'Callers wait while all are talking' },
  'routing.groups.announce': {
    title: 'Who waits is told his place',
    description: 'And how long it will be about, by the latest talks. Else he hears ringing.',
  },
  'routing.groups.queueCallback': {
    title: 'Who waits may press 1 to be called back',
    description: 'He keeps his place and is called when it would have been his turn.',
  },
  'routing.routes': { title: 'Routes', description: 'From top to bottom.' },
  'routing.routes.name': { title: 'Name' },
  'routing.routes.lines': { title: 'Lines', description: 'Our numbers that it is for; none = every line.' },
  'routing.routes.branch': {
    title: 'Branch',
    description: 'Only calls on lines of this branch; empty = all.',
  },
  'routing.routes.when': {
    title: 'When',
    description: 'Nobody-in: nobody of the branch, or of the firm, is there and takes calls.',
  },
  'routing.routes.schedule': {
    title: 'Hours',
    description: 'What open and closed are asked of; empty = the branch’s.',
  },
  'routing.routes.steps': { title: 'Steps', description: 'Tried one after another, or all at once.' },
  'routing.routes.steps.to': { title: 'To a' },
  'routing.routes.steps.target': {
    title: 'Which',
    description: 'Key of the group, login of the agent, or a number with + and country code.',
  },
  'routing.routes.steps.seconds': { title: 'Seconds', description: 'Of a group: waiting included.' },
  'routing.routes.order': { title: 'Order of the steps' },
  'routing.routes.last': {
    title: 'When nobody answers',
    description:
      'missed: it just ends; voicemail: the caller leaves a message, heard in the log; message: he hears a sentence.',
  },
  'routing.routes.say': {
    title: 'What is said then',
    description: 'In place of our own sentence. Needs espeak-ng on the server, or a file of yours.',
  },
  'routing.familiarForAll': {
    title: 'The familiar employee comes first in every group',
    description: 'Also where he is not a member of it.',
  },
  'routing.spoken': { title: 'Language in which callers are spoken to' },
  'routing.slowAnswerSeconds': {
    title: 'Slow answer, seconds',
    description: 'From the first ring to the talk; longer than this is marked.',
  },
};
