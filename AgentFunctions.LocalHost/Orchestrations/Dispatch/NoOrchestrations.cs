using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>The framework's directory of orchestrators; empty, because <see cref="StepRun"/> runs them.</summary>
internal sealed class NoOrchestrations : INameVersionObjectManager<TaskOrchestration>
{
    public void Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException("Orchestrators are functions of the app.");

    public TaskOrchestration? GetObject(string name, string? version) => null;
}
