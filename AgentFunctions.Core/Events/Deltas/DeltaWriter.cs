using System.Text;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Events.Deltas;

/// <summary>
/// Writes the answer of one attempt down as it comes: the first piece at once, the others gathered. Storage that does not take them
/// costs only what could be watched, never the task; what is not written yet goes with the next try, so that no piece is left out.
/// </summary>
internal sealed class DeltaWriter(IDeltaStore store, TaskId task, int attempt, TimeProvider time, ILogger log) : IAnswerText, IAsyncDisposable
{
    // As quick as a reader's eye, and three writes a second at most.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(300);

    // Not zero: that would write on the model's own thread.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    // The task's outcome waits for the last pieces, but not for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A text of a table has room for 32,768 characters.
    private const int LongestPiece = 16_000;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<AnswerDelta> _unwritten = [];
    private readonly StringBuilder _piece = new();
    private Task _writing = Task.CompletedTask;
    private int _sequence;
    private bool _hasText;
    private bool _isScheduled;
    private bool _isWarned;

    public void Begin(string model)
    {
        lock (_lock)
        {
            if (_hasText)
            {
                ClosePiece();
                _unwritten.Add(new AnswerDelta(attempt, ++_sequence, null, model));
                _hasText = false;
                Schedule(Every);
            }
        }
    }

    public void Add(string piece)
    {
        lock (_lock)
        {
            _piece.Append(piece);
            Schedule(_sequence == 0 && !_hasText ? AtOnce : Every);
            _hasText = true;
        }
    }

    /// <summary>Writes what is left; the deltas of the attempt are complete then, unless storage is away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        using CancellationTokenSource patience = new(Patience, time);
        while (Next() is { Count: > 0 } rest && await TryWriteAsync(rest, patience.Token).ConfigureAwait(false))
        {
        }

        _ended.Dispose();
    }

    private void Schedule(TimeSpan pause)
    {
        if (!_isScheduled)
        {
            _isScheduled = true;
            _writing = WriteLaterAsync(_writing, pause);
        }
    }

    private async Task WriteLaterAsync(Task before, TimeSpan pause)
    {
        await before.ConfigureAwait(false);
        await Task.Delay(pause, time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _isScheduled = false;
        }

        if (!_ended.IsCancellationRequested && Next() is { Count: > 0 } deltas && !await TryWriteAsync(deltas, _ended.Token).ConfigureAwait(false))
        {
            lock (_lock)
            {
                Schedule(Every);
            }
        }
    }

    /// <summary>The deltas to write next.</summary>
    private List<AnswerDelta> Next()
    {
        lock (_lock)
        {
            ClosePiece();
            return [.. _unwritten.Take(IDeltaStore.AtOnce)];
        }
    }

    private async Task<bool> TryWriteAsync(List<AnswerDelta> deltas, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddAsync(task, deltas, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _unwritten.RemoveRange(0, deltas.Count);
            }

            return true;
        }
        catch (Exception e) when (StorageFault.Is(e) || cancellationToken.IsCancellationRequested)
        {
            if (!_isWarned && !cancellationToken.IsCancellationRequested)
            {
                EventsLog.DeltasNotWritten(log, e, task);
                _isWarned = true;
            }

            return false;
        }
    }

    private void ClosePiece()
    {
        for (int start = 0; start < _piece.Length; start += LongestPiece)
        {
            _unwritten.Add(new AnswerDelta(attempt, ++_sequence, _piece.ToString(start, Math.Min(LongestPiece, _piece.Length - start)), null));
        }

        _piece.Clear();
    }
}
