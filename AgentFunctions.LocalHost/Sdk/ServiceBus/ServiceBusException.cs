using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>A Service Bus operation failed for the reason that it names.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [".ctor", nameof(IsTransient), nameof(Reason), nameof(EntityPath), nameof(Message)])]
public class ServiceBusException : Exception
{
    public ServiceBusException()
    {
    }

    /// <remarks>None of the reasons that the stand-in knows is transient in the genuine client.</remarks>
    public ServiceBusException(
        string message, ServiceBusFailureReason reason, string? entityPath = default, Exception? innerException = default)
        : this(isTransient: false, message, entityPath, reason, innerException)
    {
    }

    public ServiceBusException(
        bool isTransient,
        string message,
        string? entityName = default,
        ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception? innerException = default)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        EntityPath = entityName;
        Reason = reason;
    }

    public bool IsTransient { get; }

    public ServiceBusFailureReason Reason { get; }

    public string? EntityPath { get; }

    public override string Message =>
        string.IsNullOrEmpty(EntityPath) ? $"{base.Message} ({Reason})" : $"{base.Message} ({EntityPath} - {Reason})";
}
