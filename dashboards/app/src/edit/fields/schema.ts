/** The keywords of JSON Schema that the schema of boards uses. */
export interface FieldSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly errorMessage?: string;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | FieldSchema;
  readonly propertyNames?: FieldSchema;
}

/** The schema by which the service checks boards, and by which its forms are made. */
export class BoardSchema {
  constructor(private readonly root: FieldSchema & { readonly $defs: Readonly<Record<string, FieldSchema>> }) {}

  static async load(): Promise<BoardSchema> {
    const response = await fetch('/boards/board.schema.json', { cache: 'no-cache' });
    if (!response.ok) throw new Error(`the schema of boards answered ${response.status}`);
    return new BoardSchema(await response.json());
  }

  get board(): FieldSchema {
    return this.root;
  }

  get tile(): FieldSchema {
    return this.root.$defs['tile'] as FieldSchema;
  }

  get section(): FieldSchema {
    return this.root.$defs['section'] as FieldSchema;
  }

  /** A field with its reference resolved. Its own keywords override those of the reference. */
  resolve(field: FieldSchema): FieldSchema {
    if (field.$ref === undefined) return field;
    const { $ref, ...own } = field;
    return { ...this.resolve(this.root.$defs[$ref.slice('#/$defs/'.length)] as FieldSchema), ...own };
  }

  /** The fields of a tile of this type, with a description of this type only. */
  tileOf(type: string): FieldSchema {
    const { tile } = this;
    const description = this.tileTypes().find((one) => one.type === type)?.text ?? '';
    return { ...tile, properties: { ...tile.properties, type: { ...tile.properties?.['type'], description } } };
  }

  /** The tile types and what each shows, as the schema's description says. */
  tileTypes(): readonly { readonly type: string; readonly text: string }[] {
    const { enum: types, description } = this.tile.properties?.['type'] ?? {};
    const texts = new Map<string, string>();
    for (const part of (description ?? '').split('; ')) {
      const [names, text] = part.split(': ');
      for (const name of names?.split(', ') ?? []) texts.set(name, text ?? '');
    }
    return (types ?? []).map((type) => ({ type, text: texts.get(type) ?? '' }));
  }
}
