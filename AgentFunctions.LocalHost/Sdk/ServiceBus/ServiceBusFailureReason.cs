using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>Why a Service Bus operation failed; numbers are those of the genuine type.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    nameof(GeneralError), nameof(MessagingEntityNotFound), nameof(MessageLockLost), nameof(MessageNotFound), nameof(MessageSizeExceeded)])]
public enum ServiceBusFailureReason
{
    GeneralError = 0,
    MessagingEntityNotFound = 1,
    MessageLockLost = 2,
    MessageNotFound = 3,
    MessageSizeExceeded = 4,
}
