using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>Looks at the messages of one queue; receiving them is the trigger's part.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    nameof(EntityPath), nameof(IsClosed), nameof(PeekMessageAsync), nameof(PeekMessagesAsync), nameof(DisposeAsync)])]
public class ServiceBusReceiver : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly IServiceBusBroker _broker;
    private readonly SubQueue _subQueue;
    private readonly string _queue;
    private long _lastPeeked;

    internal ServiceBusReceiver(ServiceBusClient client, IServiceBusBroker broker, string queue, SubQueue subQueue)
    {
        _client = client;
        _broker = broker;
        _subQueue = subQueue;
        _queue = queue;
        EntityPath = subQueue == SubQueue.DeadLetter ? $"{queue}/$DeadLetterQueue" : queue;
    }

    /// <summary>For tests that override the members; they do not work on such an object.</summary>
    protected ServiceBusReceiver()
    {
        _client = null!;
        _broker = null!;
        _queue = null!;
        EntityPath = null!;
    }

    public virtual string EntityPath { get; }

    public virtual bool IsClosed { get; private set; }

    /// <inheritdoc cref="PeekMessagesAsync"/>
    /// <returns>Null when there is no further message.</returns>
    public virtual async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        var messages = await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    /// <summary>
    /// Reads messages without locking them, in the order of their sequence numbers, those that are locked or
    /// scheduled included.
    /// </summary>
    /// <param name="maxMessages">At least 1.</param>
    /// <param name="fromSequenceNumber">Where to begin; after what this receiver peeked last when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (fromSequenceNumber is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(fromSequenceNumber));
        }

        ObjectDisposedException.ThrowIf(IsClosed, this);
        _client.ThrowIfClosed();
        var range = new PeekRange(_subQueue, fromSequenceNumber ?? Interlocked.Read(ref _lastPeeked) + 1, maxMessages);
        var messages = await _broker.PeekAsync(_queue, range, cancellationToken).ConfigureAwait(false);
        if (messages.Count > 0)
        {
            Interlocked.Exchange(ref _lastPeeked, messages[^1].SequenceNumber);
        }

        return messages;
    }

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
