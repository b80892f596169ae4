// What is retained, asked for.
export { askForbidden, type ForbiddenRequest } from './queries/forbidden-topics.ts';
export { type HistoryPage, type HistoryRequest, type NewestRequest, readHistory, readNewest } from './queries/history.ts';
export { readJson } from './queries/json-answer.ts';
export {
  type HistogramRequest,
  readSeries,
  readStates,
  type SeriesColumns,
  type SeriesPage,
  type SeriesRequest,
  type StateColumns,
} from './queries/series.ts';
export { listTopics, type TopicInfo, type TopicsRequest } from './queries/topics.ts';
