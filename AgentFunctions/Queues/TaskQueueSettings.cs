namespace AgentFunctions.Queues;

/// <summary>Settings of the queues.</summary>
public static class TaskQueueSettings
{
    /// <summary>Name of the setting, or section, that says which Service Bus namespace to use.</summary>
    public const string Connection = "ServiceBusConnection";
}
