// House rules that forbid a form of words: a message, and the patterns (ESLint selectors) it answers to.

/** A rule that reports every node one of the selectors finds. */
function forbids(message, ...selectors) {
  return {
    meta: { type: 'problem', schema: [], messages: { forbidden: message } },
    create(context) {
      const report = (node) => context.report({ node, messageId: 'forbidden' });
      return Object.fromEntries(selectors.map((selector) => [selector, report]));
    },
  };
}

const COLUMN = 'Decorator > CallExpression[callee.name=/^(Primary)?Column$/]';
const GENERATED_COLUMN = 'Decorator > CallExpression[callee.name=/^(PrimaryGenerated|ObjectId|ViewColumn)Column$/]';
const STAMP_COLUMN = 'Decorator > CallExpression[callee.name=/^(CreateDate|UpdateDate|DeleteDate|Version)Column$/]';
const MISSPELT_TYPE = '[arguments.0.value=/^simple-/]';

/** Time is a fact of the world that a test must be able to move. */
const timeFromTheClock = forbids(
  'Rules take the time from Clock (or as a parameter), so that it can be moved and stand still in tests.',
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'CallExpression[callee.name="Date"]',
  'MemberExpression[object.name="Date"][property.name="now"]',
  'MemberExpression[object.property.name="Date"][property.name="now"]',
  'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
  'MemberExpression[object.name="Temporal"][property.name="Now"]',
);

/** One place reads the environment, once, and fails at boot when it is wrong. */
const settingsFromConfig = forbids(
  'Only src/platform/config.ts reads the environment; ask it for the setting.',
  'MemberExpression[object.name="process"][property.name="env"]',
  'MemberExpression[object.name="process"][property.value="env"]',
  'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
  'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name="env"]',
);

/** Only the entity sets its state, only through its lifecycle. */
const statusByLifecycle = forbids(
  'Only the entity sets its status, through its lifecycle: call the move (referral.accept(…)).',
  'AssignmentExpression > MemberExpression.left[property.name="status"]:not([object.type="ThisExpression"])',
  'AssignmentExpression > MemberExpression.left[property.value="status"]:not([object.type="ThisExpression"])',
  'AssignmentExpression > ObjectPattern.left MemberExpression[property.name="status"]',
  // a class that is no entity may be built with a status (an event, a Problem), but does not change it
  'MethodDefinition[kind!="constructor"] AssignmentExpression > MemberExpression.left[property.name="status"][object.type="ThisExpression"]',
  'CallExpression[callee.object.name="Object"][callee.property.name="assign"] > ObjectExpression.arguments:not(:first-child) > Property[key.name="status"]',
);

/** The only way to a protected row is the Gate. */
const rowsThroughTheGate = forbids(
  'Rooms reach rows through the Gate and Database only: no repository, query builder, raw query or connection of their own.',
  'CallExpression[callee.property.name=/^(getRepository|getTreeRepository|getMongoRepository|createQueryBuilder|createQueryRunner|query)$/]',
  'CallExpression[callee.name=/^(getRepository|InjectRepository|InjectDataSource|InjectEntityManager)$/]',
  'ImportDeclaration[source.value="typeorm"] > ImportSpecifier[imported.name=/^(BaseEntity|DataSource|EntityManager|.*Repository|.*QueryBuilder|QueryRunner)$/]',
  'ImportDeclaration[source.value="typeorm"] > :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier)',
  'ImportDeclaration[source.value=/^(pg|pg-pool)$/]',
);

/** A column's type is a decision, not what a tool guesses from TypeScript. */
const columnNamesItsType = forbids(
  "A column names its SQL type: @Column('text'), @CreateDateColumn({ type: 'timestamptz' }).",
  `${COLUMN}:not([arguments.0.type="Literal"])`,
  `${COLUMN}${MISSPELT_TYPE}`,
  `${GENERATED_COLUMN}[arguments.length=0]`,
  `${STAMP_COLUMN}:not(:has(Property[key.name="type"]))`,
);

/** A controller is a list of routes; what to think about stands in the command. */
const controllersDoNotThink = forbids(
  'A controller only forwards: the thought belongs in the command, the refusal in the entity, the mapping of errors in the filter.',
  ':matches(IfStatement, SwitchStatement, TryStatement, ConditionalExpression)',
  ':matches(ForStatement, ForInStatement, ForOfStatement, WhileStatement, DoWhileStatement)',
);

const namedExports = forbids(
  'A thing has one name wherever it is used: export it by name, not as default.',
  'ExportDefaultDeclaration',
  'ExportSpecifier[exported.name="default"]',
);

const TEST_WORDS = '/^(describe|it|test)$/';

/** A test that does not run proves nothing, and one that is tried again hides what it saw. */
const everyTestRuns = forbids(
  'Every test runs, every time, once: no only, skip, todo, failing, no retries.',
  `MemberExpression[object.name=${TEST_WORDS}][property.name=/^(only|skip|todo|failing)$/]`,
  `MemberExpression[object.name=${TEST_WORDS}][property.value=/^(only|skip|todo|failing)$/]`,
  `MemberExpression[object.object.name=${TEST_WORDS}][property.name=/^(only|skip|todo|failing)$/]`,
  'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
  'ImportSpecifier[imported.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
  'CallExpression[callee.object.name="jest"][callee.property.name="retryTimes"]',
);

const VAGUE_NAME = '/(Manager|Helper|Util|Utils|Base|Data)$|^Base[A-Z]|^I[A-Z][a-z]/';

/** Names come from casework, not from programming. */
const plainNames = forbids(
  'Name it by what it is in the world: no Manager, Helper, Util, Base, Data, no I in front.',
  `ClassDeclaration[id.name=${VAGUE_NAME}]`,
  `ExportNamedDeclaration > :matches(TSInterfaceDeclaration, TSTypeAliasDeclaration)[id.name=${VAGUE_NAME}]`,
);

const fewDecorators = forbids(
  'At most three decorators on a member: a fourth means a composed one.',
  ':matches(MethodDefinition, PropertyDefinition, TSAbstractMethodDefinition)[decorators.length>3]',
);

export const forbidding = {
  'time-from-the-clock': timeFromTheClock,
  'settings-from-config': settingsFromConfig,
  'status-by-lifecycle': statusByLifecycle,
  'rows-through-the-gate': rowsThroughTheGate,
  'column-names-its-type': columnNamesItsType,
  'controllers-do-not-think': controllersDoNotThink,
  'named-exports': namedExports,
  'every-test-runs': everyTestRuns,
  'plain-names': plainNames,
  'few-decorators': fewDecorators,
};
