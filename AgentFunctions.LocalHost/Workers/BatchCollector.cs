using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>
/// Collects the messages for the next call of a batched function, until they are enough or the first of them has waited long
/// enough. Messages are received, and so locked, as they come, as the genuine listener does; no worker is kept meanwhile.
/// </summary>
/// <remarks>
/// It receives no more than still fits. The genuine listener receives up to a whole batch each time and keeps what is over for the
/// next call, which locks messages away from other instances without need. Not thread-safe.
/// </remarks>
#pragma warning disable CA1001 // What it holds goes to a call, which disposes of it.
internal sealed class BatchCollector(EmbeddedServiceBus bus, QueueTrigger trigger, BatchSettings settings, ILogger log, TimeProvider time)
#pragma warning restore CA1001
{
    private HeldBatch? _held;

    /// <summary>Receives what is there and fits.</summary>
    /// <returns>The batch for a call, which the caller is to dispose of; null while there is none.</returns>
    public async Task<HeldBatch?> TakeAsync(CancellationToken cancellationToken)
    {
        int room = settings.MaxSize - (_held?.Count ?? 0);
        IReadOnlyList<ServiceBusReceivedMessage> messages =
            room > 0 ? await bus.ReceiveAsync(trigger.Queue, room, cancellationToken).ConfigureAwait(false) : [];
        if (_held is { Count: 0 } lost)
        {
            // All locks were lost; whoever has the messages now, their time is not that of those to come.
            await lost.DisposeAsync().ConfigureAwait(false);
            _held = null;
        }

        if (messages.Count > 0 && _held is null)
        {
            _held = new HeldBatch(bus, trigger, messages, log, time);
        }
        else if (messages.Count > 0)
        {
            _held!.Add(messages);
        }

        return _held is not null && (_held.Count >= settings.MinSize || time.GetUtcNow() - _held.Since >= settings.MaxWait) ? TakeRest() : null;
    }

    /// <summary>What is collected so far; null when that is nothing.</summary>
    public HeldBatch? TakeRest()
    {
        HeldBatch? batch = _held;
        _held = null;
        return batch;
    }

    /// <summary>Waits until <see cref="TakeAsync"/> may have something to do.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_held is null)
        {
            await bus.WaitForMessagesAsync(trigger.Queue, cancellationToken).ConfigureAwait(false);
            return;
        }

        TimeSpan left = _held.Since + settings.MaxWait - time.GetUtcNow();
        using CancellationTokenSource due = new(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await bus.WaitForMessagesAsync(trigger.Queue, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (due.IsCancellationRequested)
        {
            // The batch goes as it is.
        }
    }
}
