using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations;
using AgentFunctions.LocalHost.Orchestrations.Dispatch;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.Kill;

/// <summary>A process that runs the orchestrations of a file until it is killed.</summary>
internal static class KillHost
{
    /// <summary>First argument of a test process that is to be this host.</summary>
    public const string Command = "orchestration-host";

    public const string Hub = "Kill";

    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(1);

    public static string DatabaseFile(string folder) => Path.Combine(folder, "host.db");

    /// <param name="folder">Folder of the file.</param>
    /// <param name="point">Where to die; empty to live on.</param>
    public static async Task<int> RunAsync(string folder, string point)
    {
        await using var database = SqliteDatabase.Open(DatabaseFile(folder));
        using var journal = await OrchestrationJournal.OpenAsync(database, Hub, TimeProvider.System, CancellationToken.None);
        var functions = new OrchestrationFunctions(FunctionDescriptor.Of([typeof(KillFunctions)]));
        await using var services = new ServiceCollection().AddLogging().AddSingleton(new KillPoint(folder, point)).BuildServiceProvider();
        using var engine = new OrchestrationEngine(
            journal, functions, new OrchestrationOptions { LockDuration = LockDuration }, services, services.GetRequiredService<ILoggerFactory>(), TimeProvider.System);
        await engine.StartAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
