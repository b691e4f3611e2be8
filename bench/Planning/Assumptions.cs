namespace AgentFunctions.Bench.Planning;

/// <summary>What a bill takes for granted about a task, besides what is asked for.</summary>
internal static class Assumptions
{
    /// <summary>Hours of a month, as Azure bills.</summary>
    public const double Hours = 730;

    /// <summary>Storage calls of a task where many go at once (docs/performance.md, under load).</summary>
    public const double StorageCallsTogether = 0.135;

    /// <summary>Storage calls of a task alone, with cache and coalescing, a miss (docs/performance.md, what reuse costs).</summary>
    public const double StorageCallsAlone = 8.1;

    /// <summary>Message out, message in, completion. Measured are 1.28 to 1.36 operations where several go at once (docs/performance.md).</summary>
    public const double QueueOperations = 3;

    /// <summary>One submit and three looks at the task.</summary>
    public const double Requests = 4;

    /// <summary>Flex Consumption bills an execution's instance for a second at least.</summary>
    public const double ShortestExecution = 1;

    /// <summary>Memory of an instance, GB; processors of a Container Apps replica.</summary>
    public const double InstanceGigabytes = 2;
    public const double Processors = 1;

    /// <summary>Kilobytes of traces and logs of a task. Not measured in Azure.</summary>
    public const double TelemetryKilobytes = 10;

    /// <summary>Kilobytes of a task's state besides its input and result, and days that it is kept.</summary>
    public const double StateKilobytes = 2;
    public const double DaysKept = 30;

    /// <summary>Bytes of a token of English text.</summary>
    public const double BytesPerToken = 4;

    /// <summary>What the provider's batch API costs against the usual price.</summary>
    public const double BatchFactor = 0.5;
}
