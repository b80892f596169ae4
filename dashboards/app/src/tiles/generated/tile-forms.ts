// Made by `npm run compose` from the schema.json of each tile type. Change those.

export interface TileForm {
  readonly hasTopics: boolean;
  /** The fields that the form shows first. */
  readonly first: readonly string[];
  /** In which `$topic` stands for a topic. */
  readonly example: Readonly<Record<string, unknown>>;
}

export const tileForms: Readonly<Record<string, TileForm>> = {
  "line": { "hasTopics": true, "first": ["unit", "decimals", "label", "min", "max", "thresholds", "area"], "example": { "topics": ["$topic"] } },
  "number": { "hasTopics": true, "first": ["unit", "decimals", "label", "min", "max", "thresholds"], "example": { "topics": ["$topic"] } },
  "meter": { "hasTopics": true, "first": ["unit", "decimals", "label", "min", "max", "thresholds"], "example": { "topics": ["$topic"] } },
  "events": { "hasTopics": true, "first": ["except", "limit"], "example": { "topics": ["$topic"] } },
  "bars": { "hasTopics": true, "first": ["value", "key", "limit", "unit", "decimals", "label", "min", "max", "thresholds"], "example": { "topics": ["$topic"] } },
  "table": { "hasTopics": true, "first": ["key", "columns", "limit"], "example": { "topics": ["$topic"] } },
  "timeline": { "hasTopics": true, "first": ["value", "states", "limit"], "example": { "topics": ["$topic"] } },
  "heatmap": { "hasTopics": true, "first": ["value", "unit"], "example": { "topics": ["$topic"] } },
  "status": { "hasTopics": true, "first": ["value", "key", "states", "thresholds"], "example": { "topics": ["$topic"] } },
  "sparklines": { "hasTopics": true, "first": ["value", "key", "thresholds", "limit"], "example": { "topics": ["$topic"] } },
  "text": { "hasTopics": false, "first": ["text"], "example": { "text": "A **text**, with {$topic} for its latest value." } },
  "image": { "hasTopics": false, "first": ["url", "alt", "refresh"], "example": { "url": "/favicon.svg", "alt": "The logo" } },
  "frame": { "hasTopics": false, "first": ["url", "refresh"], "example": { "title": "All topics", "url": "/explore" } },
  "clock": { "hasTopics": false, "first": ["zone", "date", "label"], "example": {} },
  "plan": {
    "hasTopics": true,
    "first": ["places", "shapes", "url", "alt", "aspect", "thresholds"],
    "example": { "topics": ["$topic"], "places": { "$topic": { "x": 50, "y": 50 } }, "shapes": [{ "label": "Hall", "points": [[5, 5], [95, 5], [95, 95], [5, 95]] }] }
  },
  "form": {
    "hasTopics": false,
    "first": ["post", "event", "fields", "button"],
    "example": { "title": "Post a number", "post": "demo/form", "fields": [{ "name": "value", "label": "Number", "type": "number" }] }
  }
};
