import { type DataFrame, FieldType, locationUtil } from '@grafana/data';
import { projectLink, runLink } from '../../../contract/app-links.ts';
import { type LinkSource } from '../links/data-links.ts';

type Cell = string | null | undefined;

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function reader(frame: DataFrame) {
  const columns = new Map(frame.fields.map((field) => [field.name, field.values as ArrayLike<unknown>]));
  return (name: string, row: number) => (columns.get(name)?.[row] ?? undefined) as Cell;
}

/** The page an event belongs to: its run with the task chosen, else its project; undefined where it names neither. */
function addressOf(ds: string, project: Cell, run: Cell, task: Cell): string | undefined {
  if (!project) {
    return undefined;
  }
  const selection = task ? { task, ds } : { ds };
  // Links in texts are not made relative to Grafana's own path by Grafana.
  return locationUtil.assureBaseUrl(run ? runLink(project, run, selection) : projectLink(project, selection));
}

/** The first line's subject: `task.status` of task 5 → `Task 5 · task.status`. */
const titleOf = (type: Cell, task: Cell) => (task ? `Task ${task} · ${type ?? 'event'}` : (type ?? 'event'));

/**
 * Events as Grafana's annotations: `time`, `title`, `text` (with a link to the run) and `tags`. Without an id of Grafana's own they
 * are not offered for editing. Text of events comes
 * from files and agents; it is escaped here, and Grafana cleans the rest.
 */
export function toAnnotationFrame(frame: DataFrame, { uid }: LinkSource): DataFrame {
  const time = frame.fields.find(({ name }) => name === 'time');
  if (!time) {
    return frame;
  }
  const cell = reader(frame);
  const rows = Array.from({ length: frame.length }, (_, row) => {
    const [type, project, run, task] = ['type', 'project', 'run', 'taskId'].map((name) => cell(name, row));
    const address = addressOf(uid, project, run, task);
    const link = address ? `<br><a href="${escape(address)}">${run ? 'Open the run' : 'Open the project'}</a>` : '';
    const tags = [type, project, cell('tag', row), task ? `task ${task}` : undefined, cell('agent', row)];
    return {
      title: titleOf(type, task),
      text: `${escape(cell('text', row) ?? '')}${link}`,
      tags: tags.filter((tag): tag is string => Boolean(tag)),
    };
  });
  const field = (name: string, type: FieldType, values: unknown[]) => ({ name, type, config: {}, values });
  return {
    ...frame,
    meta: { notices: frame.meta?.notices },
    fields: [
      { ...time, config: {} },
      field(
        'title',
        FieldType.string,
        rows.map(({ title }) => title)
      ),
      field(
        'text',
        FieldType.string,
        rows.map(({ text }) => text)
      ),
      field(
        'tags',
        FieldType.other,
        rows.map(({ tags }) => tags)
      ),
    ],
  };
}
