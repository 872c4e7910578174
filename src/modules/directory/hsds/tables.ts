/** What a column of the standard holds; without a word: a text. */
type Kind = 'text' | 'id' | 'number' | 'uri' | 'email' | 'moment' | readonly string[];

/** One table of the Human Services Data Specification (HSDS) 3.0: its columns, and what hangs on a row of it. */
export interface Table {
  readonly file: string;
  readonly required: readonly string[];
  readonly columns: ReadonlyMap<string, Kind>;
  /** Lists of rows of other tables: where they stand in a nested document, and the column by which such a row names this one. */
  readonly many: Readonly<Record<string, { readonly table: TableName; readonly by: string }>>;
  /** Single rows of other tables, and the column by which this row names them. */
  readonly one: Readonly<Record<string, { readonly table: TableName; readonly by: string }>>;
}

export type TableName = keyof typeof written;

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const places = ['physical', 'postal', 'virtual'];
const owners = 'organization_id:id service_id:id service_at_location_id:id location_id:id';

/** Required columns first, then the others; a colon names the kind. `many` and `one` name tables. */
const written = {
  organization: {
    file: 'organizations',
    required: 'id name description',
    more: `alternate_name email:email website:uri tax_status tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id:id`,
    many: { funding: 'funding', contacts: 'contact', phones: 'phone', locations: 'location', programs: 'program' },
    also: { organization_identifiers: 'organization_identifier' },
  },
  program: { file: 'programs', required: 'id name description', more: 'organization_id:id alternate_name' },
  service: {
    file: 'services',
    required: 'id name status',
    more: `organization_id:id program_id:id alternate_name description url:uri email:email interpretation_services application_process
      fees_description wait_time fees accreditations eligibility_description minimum_age:number maximum_age:number assured_date
      assurer_email:email licenses alert last_modified:moment`,
    codes: { status: ['active', 'inactive', 'defunct', 'temporarily closed'] },
    many: { phones: 'phone', schedules: 'schedule', service_areas: 'service_area', service_at_locations: 'service_at_location' },
    also: {
      languages: 'language',
      funding: 'funding',
      cost_options: 'cost_option',
      required_documents: 'required_document',
      contacts: 'contact',
    },
    one: { organization: 'organization', program: 'program' },
  },
  service_at_location: {
    file: 'service_at_location',
    required: 'id',
    more: 'service_id:id location_id:id description',
    many: { contacts: 'contact', phones: 'phone', schedules: 'schedule' },
    one: { location: 'location' },
  },
  location: {
    file: 'locations',
    required: 'id location_type',
    more: `url:uri organization_id:id name alternate_name description transportation latitude:number longitude:number external_identifier
      external_identifier_type`,
    codes: { location_type: places },
    many: { languages: 'language', addresses: 'address', contacts: 'contact', accessibility: 'accessibility', phones: 'phone' },
    also: { schedules: 'schedule' },
  },
  phone: {
    file: 'phones',
    required: 'id number',
    more: `${owners} contact_id:id extension:number type description`,
    many: { languages: 'language' },
  },
  contact: { file: 'contacts', required: 'id', more: `${owners} name title department email:email`, many: { phones: 'phone' } },
  address: {
    file: 'addresses',
    required: 'id address_1 city state_province postal_code country address_type',
    more: 'location_id:id attention address_2 region',
    codes: { address_type: places },
  },
  schedule: {
    file: 'schedules',
    required: 'id',
    more: `service_id:id location_id:id service_at_location_id:id valid_from valid_to dtstart timezone:number until count:number wkst freq
      interval:number byday byweekno bymonthday byyearday description opens_at closes_at schedule_link:uri attending_type notes`,
    codes: { wkst: days, freq: ['WEEKLY', 'MONTHLY'] },
  },
  funding: { file: 'funding', required: 'id', more: 'organization_id:id service_id:id source' },
  service_area: { file: 'service_areas', required: 'id', more: 'service_id:id name description extent extent_type uri' },
  required_document: { file: 'required_documents', required: 'id', more: 'service_id:id document uri:uri' },
  language: { file: 'languages', required: 'id', more: 'service_id:id location_id:id phone_id:id name code note' },
  accessibility: { file: 'accessibility', required: 'id', more: 'location_id:id description details url:uri' },
  cost_option: {
    file: 'cost_options',
    required: 'id',
    more: 'service_id:id valid_from valid_to option currency amount:number amount_description',
  },
  organization_identifier: {
    file: 'organization_identifiers',
    required: 'id identifier_type identifier',
    more: 'organization_id:id identifier_scheme',
  },
  attribute: {
    file: 'attributes',
    required: 'id',
    more: 'link_id:id taxonomy_term_id:id link_type link_entity value',
    one: { taxonomy_term: 'taxonomy_term' },
  },
  taxonomy_term: {
    file: 'taxonomy_terms',
    required: 'id name description',
    more: 'code parent_id:id taxonomy language taxonomy_id:id term_uri:uri',
    one: { taxonomy_detail: 'taxonomy' },
  },
  taxonomy: { file: 'taxonomies', required: 'id name description', more: 'uri:uri version' },
  metadata: {
    file: 'metadata',
    required: 'id last_action_date last_action_type field_name previous_value replacement_value updated_by',
    more: 'resource_id:id resource_type',
  },
  meta_table_description: { file: 'meta_table_descriptions', required: 'id', more: 'name language character_set' },
} as const;

interface Written {
  readonly file: string;
  readonly required: string;
  readonly more: string;
  readonly codes?: Readonly<Record<string, readonly string[]>>;
  readonly many?: Readonly<Record<string, TableName>>;
  readonly also?: Readonly<Record<string, TableName>>;
  readonly one?: Readonly<Record<string, TableName>>;
}

/** Tables of whose rows nothing is said and that no program changes: they describe, and are not described. */
const undescribed: readonly TableName[] = ['metadata', 'meta_table_description'];

function tableOf(name: TableName, { file, required, more, codes = {}, many = {}, also = {}, one = {} }: Written): Table {
  const needed = required.split(' ');
  const columns = [...needed, ...more.split(/\s+/)].map((word): [string, Kind] => {
    const [column = '', kind = column === 'id' ? 'id' : 'text'] = word.split(':');
    return [column, codes[column] ?? (kind as Kind)];
  });
  const described = undescribed.includes(name) ? {} : { attributes: { table: 'attribute', by: 'link_id' } as const };
  const dated = undescribed.includes(name) ? {} : { metadata: { table: 'metadata', by: 'resource_id' } as const };
  const listed = Object.entries({ ...many, ...also }).map(([key, table]) => [key, { table, by: `${name}_id` }]);
  const lists = { ...(Object.fromEntries(listed) as Table['many']), ...described, ...dated };
  const singles = Object.entries(one).map(([key, table]) => [key, { table, by: table === 'taxonomy' ? 'taxonomy_id' : `${key}_id` }]);
  return { file, required: needed, columns: new Map(columns), many: lists, one: Object.fromEntries(singles) as Table['one'] };
}

/** All tables of the standard. */
export const tables = Object.fromEntries(
  Object.entries(written).map(([name, table]) => [name, tableOf(name as TableName, table)]),
) as Readonly<Record<TableName, Table>>;

/** The table whose rows a column names, as `service_id` names a service; undefined if it is none of the package. */
export function namedBy(column: string): TableName | undefined {
  const name = column.replace(/_id$/, '');
  return column !== name && name in tables ? (name as TableName) : undefined;
}
