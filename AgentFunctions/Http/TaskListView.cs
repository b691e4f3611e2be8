using AgentFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A page of tasks, without their results.</summary>
/// <param name="Next">To be given as <c>after</c> for the page that follows; null on the last one.</param>
internal sealed record TaskListView(IReadOnlyList<TaskView> Tasks, string? Next)
{
    public static IResult Of(TaskPage page) =>
        Results.Json(new TaskListView([.. page.Tasks.Select(t => TaskView.Of(t))], page.Next), ApiJson.Sent.TaskListView);
}
