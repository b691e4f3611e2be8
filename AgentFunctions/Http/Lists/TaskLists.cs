using AgentFunctions.Access;
using AgentFunctions.Intake;
using AgentFunctions.Regions;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Lists;

/// <summary>Answers with a page of a list of tasks.</summary>
public sealed class TaskLists(ITaskStore tasks, RegionMap regions)
{
    /// <param name="view">Shows a page; its <see cref="TaskPage.Next"/> is the token for the client.</param>
    internal async Task<IResult> PageAsync(ListQuery list, HttpRequest request, Caller caller, Func<TaskPage, IResult> view, CancellationToken cancellationToken)
    {
        (TaskFilter? filter, uint mark, IReadOnlyList<FieldError> errors) = list.Read(request.Query, caller.Tenant, regions.Here?.Name);
        if (filter is null)
        {
            return Problems.Of(new Refusal.Invalid(errors));
        }

        TaskPage page = await tasks.ListAsync(filter, cancellationToken);
        return view(page with { Next = page.Next is { } last ? new PageToken(TaskId.Parse(last), mark).ToString() : null });
    }
}
