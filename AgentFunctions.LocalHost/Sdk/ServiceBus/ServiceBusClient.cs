using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>Makes senders and receivers; one for the whole app.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [nameof(IsClosed), nameof(CreateSender), nameof(CreateReceiver), nameof(DisposeAsync)])]
public class ServiceBusClient : IAsyncDisposable
{
    private readonly IServiceBusBroker _broker;

    internal ServiceBusClient(IServiceBusBroker broker) => _broker = broker;

    /// <summary>For tests that override the members; they do not work on such an object.</summary>
    protected ServiceBusClient() => _broker = null!;

    public virtual bool IsClosed { get; private set; }

    /// <summary>A sender; that the queue does not exist shows only when it sends.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        ThrowIfClosed();
        return new ServiceBusSender(this, _broker, queueOrTopicName);
    }

    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        ThrowIfClosed();
        return new ServiceBusReceiver(this, _broker, queueName, options?.SubQueue ?? SubQueue.None);
    }

    /// <summary>Closes the client with all its senders and receivers; the broker goes on.</summary>
    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void ThrowIfClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);
}
