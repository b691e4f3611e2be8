using AgentFunctions.Regions;
using AgentFunctions.Storage;

namespace AgentFunctions.Http.Regions;

/// <summary>Where tasks are read, and what shows them.</summary>
internal sealed record TaskReader(ITaskStore Tasks, TaskViews Views)
{
    /// <summary>For the tasks of another region, of whose backlog this one knows nothing.</summary>
    public static TaskReader Of(RegionStores stores) => new(stores.Tasks, new TaskViews(stores.Payloads, estimates: null));
}
