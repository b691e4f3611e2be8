import type { ChartOptions } from 'chart.js';
import type { Theme } from './theme';

/** What all drawings have in common. */
export function axes(theme: Theme, options: {
  isStacked?: boolean;
  /** Lines, which the legend then shows as such. */
  isLine?: boolean;
  /** How the figures of the upright axis are written. */
  write(value: number): string;
  largest?: number;
}): ChartOptions {
  const isStacked = options.isStacked ?? false;
  const ticks = { color: theme.text };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: { stacked: isStacked, grid: { display: false }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 12 } },
      y: {
        stacked: isStacked,
        beginAtZero: true,
        grid: { color: theme.grid },
        ticks: { ...ticks, maxTicksLimit: 6, callback: value => options.write(Number(value)) },
        ...(options.largest !== undefined && { max: options.largest }),
      },
    },
    plugins: {
      legend: { position: 'bottom', labels: { color: theme.text, ...(options.isLine ? { usePointStyle: true, pointStyle: 'line' as const, pointStyleWidth: 28 } : { boxWidth: 12, boxHeight: 12 }) } },
      tooltip: { callbacks: { label: item => `${item.dataset.label}: ${options.write(Number(item.parsed.y))}` } },
    },
  };
}
