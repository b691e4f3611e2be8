namespace AgentFunctions.LocalHost.Storage;

internal static partial class AzuriteLog
{
    [LoggerMessage(1, LogLevel.Information, "Azurite {ProcessId} listens on {Blob} (blobs), {Queue} (queues), {Table} (tables)", EventName = "StorageStart")]
    public static partial void Started(ILogger logger, int processId, int blob, int queue, int table);

    [LoggerMessage(2, LogLevel.Information, "Azurite {ProcessId} was left running by a host that died and is taken over", EventName = "StorageAdoption")]
    public static partial void Adopted(ILogger logger, int processId);

    [LoggerMessage(3, LogLevel.Information, "Using the Azurite that another host runs on this data folder", EventName = "StorageSharing")]
    public static partial void Shared(ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "Using an Azurite that was already listening; it will not be stopped", EventName = "StorageReuse")]
    public static partial void External(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "Azurite is gone ({Reason}); restart {Attempt} of {Attempts} in {Delay}", EventName = "StorageRestart")]
    public static partial void Restarting(ILogger logger, string reason, int attempt, int attempts, TimeSpan delay);

    [LoggerMessage(6, LogLevel.Critical, "Azurite cannot be kept running and is given up: {Reason}", EventName = "StorageLoss")]
    public static partial void GivenUp(ILogger logger, string reason);
}
