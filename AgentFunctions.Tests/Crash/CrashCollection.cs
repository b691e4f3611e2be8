namespace AgentFunctions.Tests.Crash;

/// <summary>Tests that load the whole machine; they run alone, so that no other test meets its time limits because of them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrashCollection
{
    public const string Name = "crash";
}
