using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.LocalHost.Orchestrations.Client;

/// <summary>Turns rows of the journal into what clients see, and the filters of clients into those of the journal.</summary>
internal static class InstanceMetadata
{
    /// <param name="withTexts">Whether inputs and outputs were asked for; else reading them is refused by the metadata itself.</param>
    public static OrchestrationMetadata Of(InstanceRow row, bool withTexts) => new(row.Name, row.Id)
    {
        // Both numberings are the same; the genuine client relies on it too.
        RuntimeStatus = (OrchestrationRuntimeStatus)row.Status,
        CreatedAt = new DateTimeOffset(row.Created, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(row.Updated, TimeSpan.Zero),
        SerializedInput = row.Input,
        SerializedOutput = row.Output,
        SerializedCustomStatus = row.CustomStatus,
        FailureDetails = Details(JournalJson.ReadFailure(row.Failure)),
        Tags = JournalJson.ReadTags(row.Tags),
        DataConverter = withTexts ? PayloadJson.Converter : null,
    };

    public static InstanceFilter Filter(OrchestrationQuery? query) => new()
    {
        StatusMask = Mask(query?.Statuses),
        CreatedFrom = query?.CreatedFrom?.UtcTicks ?? 0,
        CreatedTo = query?.CreatedTo?.UtcTicks ?? long.MaxValue,
        IdPrefix = query?.InstanceIdPrefix ?? string.Empty,
        WithTexts = query?.FetchInputsAndOutputs ?? false,
    };

    /// <summary>One bit a status; any status when none is asked for.</summary>
    public static long Mask(IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        long mask = 0;
        foreach (var status in statuses ?? [])
        {
            mask |= 1L << (int)status;
        }

        return mask == 0 ? InstanceFilter.AnyStatus : mask;
    }

    private static TaskFailureDetails? Details(FailureDetails? failure) => failure is null
        ? null
        : new TaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, Details(failure.InnerFailure), failure.Properties);
}
