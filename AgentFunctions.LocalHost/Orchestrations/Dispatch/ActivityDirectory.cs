using AgentFunctions.LocalHost.Orchestrations.Functions;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker.Shims;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>Finds the activity that the framework is to run.</summary>
internal sealed class ActivityDirectory(
    OrchestrationFunctions functions, DurableTaskShimFactory shims, IServiceProvider services, CancellationToken handBack)
    : INameVersionObjectManager<TaskActivity>
{
    public void Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException("Activities are functions of the app.");

    public TaskActivity? GetObject(string name, string? version) => functions.FindActivity(name) is { } function
        ? shims.CreateActivity(new TaskName(name), new ActivityCall(function, services, handBack))
        : null;

    /// <summary>Middleware: fails the call of an activity that does not exist, as on Azure; the framework alone would try again for ever.</summary>
    public Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        var scheduled = context.GetProperty<TaskScheduledEvent>();
        if (functions.FindActivity(scheduled.Name!) is not null)
        {
            return next();
        }

        var reason = functions.UnknownActivity(scheduled.Name!);
        context.SetProperty(new ActivityExecutionResult
        {
            ResponseEvent = new TaskFailedEvent(-1, scheduled.EventId, reason, details: null, Failures.Permanent(reason)),
        });
        return Task.CompletedTask;
    }
}
