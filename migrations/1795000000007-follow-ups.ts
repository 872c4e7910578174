import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, caseScope, follows, owningTeam, walled } from './in-case-scope.ts';

/** Follow-ups of a case, and the ledger that says which reminder was due and what became of it. */
export class FollowUps1795000000007 extends SqlMigration {
  readonly name = 'FollowUps1795000000007';
  readonly sql = `
    CREATE TABLE follow_up (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      type text NOT NULL,
      status text NOT NULL,
      due_on date NOT NULL,
      risk_basis text NOT NULL,
      country text NOT NULL,
      done_on date,
      done_by_id uuid REFERENCES person (id),
      result text,
      waived_reason text,${caseScope},
      version integer NOT NULL
    );
    CREATE UNIQUE INDEX one_open_follow_up ON follow_up (case_id, type) WHERE status IN ('planned', 'due', 'missed');
    CREATE INDEX follow_up_mine ON follow_up (worker_id, due_on, id);
    CREATE INDEX follow_up_team ON follow_up (supervisor_unit_id, due_on, id) WHERE NOT sealed;

    CREATE TABLE follow_up_dispatch (
      id uuid PRIMARY KEY,
      follow_up_id uuid NOT NULL REFERENCES follow_up (id),
      kind text NOT NULL,
      due_at timestamptz NOT NULL,
      state text NOT NULL,
      settled_at timestamptz,
      version integer NOT NULL,
      UNIQUE (follow_up_id, kind, due_at)
    );
    CREATE INDEX dispatch_waiting ON follow_up_dispatch (due_at) WHERE state = 'waiting';

    ${owningTeam('follow_up')}
    ${walled('follow_up_dispatch')}
    ${['follow_up', 'follow_up_dispatch', 'case_core'].map(byTheClock).join('')}
    GRANT SELECT, UPDATE ON follow_up TO {p_social_worker};
    GRANT SELECT ON follow_up TO {p_supervisor};
    GRANT SELECT, INSERT, UPDATE ON follow_up, follow_up_dispatch TO {p_system};
    ${follows('follow_up')}

    -- The system plans and reminds; of a case it knows the routing, nothing else.
    GRANT SELECT, UPDATE ON case_core TO {p_system};

    CREATE TABLE notification (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES person (id),
      kind text NOT NULL,
      subject_type text NOT NULL,
      subject_id uuid NOT NULL,
      dispatch_id uuid NOT NULL,
      due_on date NOT NULL,
      created_at timestamptz NOT NULL,
      read_at timestamptz,
      version integer NOT NULL,
      UNIQUE (dispatch_id, person_id)
    );
    CREATE INDEX notification_of ON notification (person_id, id);
    ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
    ALTER TABLE notification FORCE ROW LEVEL SECURITY;
    GRANT SELECT, UPDATE ON notification TO {p_social_worker}, {p_supervisor}, {p_partner}, {p_ministry}, {p_specialist};
    GRANT SELECT, INSERT ON notification TO {p_system};
    ${['social_worker', 'supervisor', 'partner', 'ministry', 'specialist']
      .map(
        (claim) => `CREATE POLICY mine_as_${claim} ON notification TO {p_${claim}} USING (person_id = (SELECT ctx.user_id('${claim}')));`,
      )
      .join('\n    ')}
    CREATE POLICY by_the_clock ON notification TO {p_system} USING ((SELECT ctx.is_persona('system')));
  `;
}
