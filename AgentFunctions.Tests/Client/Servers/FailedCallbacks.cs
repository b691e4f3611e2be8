using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Tests.Client.Servers;

/// <summary>Tasks that were set aside, and whose callback was given up.</summary>
internal static class FailedCallbacks
{
    /// <returns>The ids of the tasks.</returns>
    public static async Task<string[]> AddAsync(KeyedHost host, string tenant, int count)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        AgentTask[] tasks =
        [
            .. Enumerable.Range(0, count).Select(_ => SampleTasks.Queued() with
            {
                Tenant = new TenantId(tenant),
                Status = AgentTaskStatus.DeadLettered,
                Error = new TaskError(TaskError.ModelUnavailable, "down"),
                FinishedAt = now,
                CallbackUrl = new Uri("https://receiver.example/hook"),
                Callback = new TaskCallback(CallbackStatus.Failed, Event: 0, Tries: 1, now),
            }),
        ];
        await host.Services.GetRequiredService<ITaskStore>().AddAsync(tasks, TestContext.Current.CancellationToken);
        return [.. tasks.Select(t => t.Id.ToString())];
    }
}
