using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.Sdk;

/// <summary>What the Service Bus stand-ins ask of the broker behind them.</summary>
/// <remarks>
/// Every call on a queue that does not exist throws a <see cref="ServiceBusException"/> with reason
/// MessagingEntityNotFound; every call with a lock that has ended throws one with reason MessageLockLost.
/// </remarks>
internal interface IServiceBusBroker
{
    /// <summary>Stores all messages or none, and returns their sequence numbers.</summary>
    Task<IReadOnlyList<long>> SendAsync(string queue, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken);

    /// <summary>Removes a message that is not due yet; throws MessageNotFound when there is none.</summary>
    Task CancelScheduledAsync(string queue, long sequenceNumber, CancellationToken cancellationToken);

    Task CompleteAsync(string queue, string lockToken, CancellationToken cancellationToken);

    Task AbandonAsync(
        string queue, string lockToken, IDictionary<string, object>? propertiesToModify, CancellationToken cancellationToken);

    Task DeadLetterAsync(string queue, string lockToken, DeadLetterCause cause, CancellationToken cancellationToken);

    /// <summary>Starts the lock's duration anew and returns its new end.</summary>
    Task<DateTimeOffset> RenewLockAsync(string queue, string lockToken, CancellationToken cancellationToken);

    /// <summary>Messages in order of their sequence numbers, from the given one on, without locking them.</summary>
    Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(
        string queue, PeekRange range, CancellationToken cancellationToken);

    Task<QueueCounts> CountAsync(string queue, CancellationToken cancellationToken);
}
