using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends messages to one queue.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    nameof(EntityPath), nameof(IsClosed), nameof(SendMessageAsync), nameof(SendMessagesAsync), nameof(ScheduleMessageAsync),
    nameof(CancelScheduledMessageAsync), nameof(DisposeAsync)])]
public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private readonly IServiceBusBroker _broker;

    internal ServiceBusSender(ServiceBusClient client, IServiceBusBroker broker, string queue)
    {
        _client = client;
        _broker = broker;
        EntityPath = queue;
    }

    /// <summary>For tests that override the members; they do not work on such an object.</summary>
    protected ServiceBusSender()
    {
        _client = null!;
        _broker = null!;
        EntityPath = null!;
    }

    public virtual string EntityPath { get; }

    public virtual bool IsClosed { get; private set; }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendMessagesAsync([message], cancellationToken);
    }

    /// <summary>Sends all messages or none.</summary>
    /// <exception cref="ServiceBusException">Together they are over 256 KB (MessageSizeExceeded), or there is no such queue.</exception>
    public virtual async Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var list = messages as IReadOnlyList<ServiceBusMessage> ?? messages.ToList();
        await SendAsync(list, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message that becomes available later, and returns the number by which to cancel it.</summary>
    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ThrowIfClosed();
        // The genuine sender changes the message, too.
        message.ScheduledEnqueueTime = scheduledEnqueueTime;
        return (await SendAsync([message], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <exception cref="ServiceBusException">No such message is scheduled any more (MessageNotFound).</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return _broker.CancelScheduledAsync(EntityPath, sequenceNumber, cancellationToken);
    }

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (messages.Count == 0)
        {
            return [];
        }

        if (messages.Sum(MessageSize.Of) > MessageSize.Limit)
        {
            throw new ServiceBusException(
                $"The messages are larger than the {MessageSize.Limit} bytes that one send may have.",
                ServiceBusFailureReason.MessageSizeExceeded,
                EntityPath);
        }

        return await _broker.SendAsync(EntityPath, messages, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfClosed()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _client.ThrowIfClosed();
    }
}
