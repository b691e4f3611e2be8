import {
  BarController, BarElement, CategoryScale, Chart as Drawing, type ChartConfiguration, Filler, Legend, LinearScale, LineController, LineElement,
  PointElement, Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import { type Column, DataTable } from './dataTable';
import { type Theme, useTheme } from './theme';

Drawing.register(BarController, BarElement, CategoryScale, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

/** A drawing, and the same figures as a table for those who cannot see it or want them exactly. */
export function Chart<T>({ title, summary, draw, columns, rows, keyOf }: {
  title: string;
  /** What the drawing shows, in a sentence. */
  summary: string;
  draw(theme: Theme): ChartConfiguration;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const theme = useTheme();

  useEffect(() => () => { drawing.current?.destroy(); drawing.current = undefined; }, [theme]);
  useEffect(() => {
    const wanted = draw(theme);
    if (drawing.current) {
      // The same drawing with new figures: it must not start anew each time something happens.
      drawing.current.data = wanted.data;
      drawing.current.options = wanted.options!;
      drawing.current.update('none');
    } else {
      drawing.current = new Drawing(canvas.current!, wanted);
    }
  });

  return (
    <figure class="card chart">
      <figcaption>{title}</figcaption>
      <div class="drawing"><canvas ref={canvas} role="img" aria-label={`${title}. ${summary}`} /></div>
      <details>
        <summary>As a table</summary>
        <DataTable caption={title} hideCaption columns={columns} rows={rows} keyOf={keyOf} />
      </details>
    </figure>
  );
}
