using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>Tells of the queues of a namespace.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [nameof(GetQueueRuntimePropertiesAsync)])]
public class ServiceBusAdministrationClient
{
    private readonly IServiceBusBroker _broker;

    internal ServiceBusAdministrationClient(IServiceBusBroker broker) => _broker = broker;

    /// <summary>For tests that override the members; they do not work on such an object.</summary>
    protected ServiceBusAdministrationClient() => _broker = null!;

    /// <exception cref="ServiceBusException">There is no such queue (MessagingEntityNotFound).</exception>
    public virtual async Task<Response<QueueRuntimeProperties>> GetQueueRuntimePropertiesAsync(
        string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var counts = await _broker.CountAsync(name, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new QueueRuntimeProperties(name, counts), new LocalResponse());
    }
}
