using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Two workers do whatever they like to one task: it is always what the model says, and who is late stores nothing.</summary>
public sealed class TaskStateTests(AzuriteFixture azurite, FuzzCases cases)
{
    [Property(MaxTest = 3000, Arbitrary = [typeof(TaskCommand)])]
    public Task In_memory_a_task_is_always_what_the_model_says(TaskCommand[] commands) => RunAsync(new InMemoryTaskStore(), commands);

    [Property(MaxTest = 60, EndSize = 40, Arbitrary = [typeof(TaskCommand)])]
    public async Task In_a_table_a_task_is_always_what_the_model_says(TaskCommand[] commands)
    {
        TableTaskStore store = new(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        await RunAsync(store, commands);
    }

    private async Task RunAsync(ITaskStore store, TaskCommand[] commands)
    {
        cases.Add();
        AgentTask task = SampleTasks.Queued();
        await store.AddAsync([task], TestContext.Current.CancellationToken);
        TaskModel model = TaskModel.New;
        AgentTask first = await FindAsync(store, task.Id);
        Dictionary<string, (AgentTask Task, TaskModel Model)> copies = new() { ["w1"] = (first, model), ["w2"] = (first, model) };
        foreach ((int second, TaskCommand command) in commands.Index())
        {
            (AgentTask copy, TaskModel seen) = copies[command.Worker];
            if (command.Step == TaskStep.Look)
            {
                copies[command.Worker] = (await FindAsync(store, task.Id), model);
            }
            else if (seen.After(command) is not { } next)
            {
                Assert.ThrowsAny<Exception>(() => command.Apply(copy, second));
            }
            else if (await UpdateAsync(store, command, command.Apply(copy, second)) is UpdateOutcome.Stored { Task: var stored })
            {
                Assert.Equal(model.Version, seen.Version);
                Assert.NotEqual(copy.ETag, stored.ETag);
                model = next;
                copies[command.Worker] = (stored, model);
            }
            else
            {
                Assert.NotEqual(model.Version, seen.Version);
            }

            model.AssertIs(await FindAsync(store, task.Id));
        }
    }

    // What was asked can change with a redrive alone.
    private static Task<UpdateOutcome> UpdateAsync(ITaskStore store, TaskCommand command, AgentTask next) => command.Step == TaskStep.Redrive
        ? store.RewriteAsync(next, TestContext.Current.CancellationToken)
        : store.UpdateAsync(next, TestContext.Current.CancellationToken);

    private static async Task<AgentTask> FindAsync(ITaskStore store, TaskId id) => (await store.FindAsync(id, TestContext.Current.CancellationToken))!;
}
