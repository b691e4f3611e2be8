using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Sdk;
using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the messages that a function was given.</summary>
[StandIn(GenuinePackages.ServiceBusTrigger, Members = [
    nameof(CompleteMessageAsync), nameof(AbandonMessageAsync), nameof(DeadLetterMessageAsync), nameof(RenewMessageLockAsync)])]
public class ServiceBusMessageActions
{
    private readonly ConcurrentDictionary<string, bool> _settled = new(StringComparer.Ordinal);
    private readonly IServiceBusBroker _broker;
    private readonly string _queue;

    internal ServiceBusMessageActions(IServiceBusBroker broker, string queue)
    {
        _broker = broker;
        _queue = queue;
    }

    /// <summary>For tests that override the members; they do not work on such an object.</summary>
    protected ServiceBusMessageActions()
    {
        _broker = null!;
        _queue = null!;
    }

    public virtual Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SettleAsync(message, _broker.CompleteAsync(_queue, message.LockToken, cancellationToken));
    }

    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SettleAsync(message, _broker.AbandonAsync(_queue, message.LockToken, propertiesToModify, cancellationToken));
    }

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var cause = new DeadLetterCause(deadLetterReason, deadLetterErrorDescription, propertiesToModify);
        return SettleAsync(message, _broker.DeadLetterAsync(_queue, message.LockToken, cause, cancellationToken));
    }

    /// <remarks>As in the isolated worker, the message that the function holds keeps its old LockedUntil.</remarks>
    public virtual Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return CallAsync(_broker.RenewLockAsync(_queue, message.LockToken, cancellationToken));
    }

    /// <summary>Whether the function settled the message, so that the host must not complete it again.</summary>
    internal bool HasSettled(ServiceBusReceivedMessage message) => _settled.ContainsKey(message.LockToken);

    private async Task SettleAsync(ServiceBusReceivedMessage message, Task settlement)
    {
        await CallAsync(settlement).ConfigureAwait(false);
        _settled.TryAdd(message.LockToken, true);
    }

    private static async Task CallAsync(Task call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (ServiceBusException exception)
        {
            throw new SettlementFailedException($"The host could not settle the message: {exception.Message}", exception);
        }
    }
}
