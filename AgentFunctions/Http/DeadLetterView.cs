using AgentFunctions.DeadLetters;
using AgentFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A page of dead-lettered tasks.</summary>
/// <param name="Next">To be given as <c>after</c> for the page that follows; null on the last one.</param>
internal sealed record DeadLetterView(IReadOnlyList<TaskView> DeadLetters, string? Next)
{
    public static IResult Of(TaskPage page) =>
        Results.Json(new DeadLetterView([.. page.Tasks.Select(t => TaskView.Of(t))], page.Next), ApiJson.Sent.DeadLetterView);
}

/// <summary>What became of a redrive.</summary>
/// <param name="Redriven">Tasks in line again; in a dry run: that would be.</param>
/// <param name="More">True when further tasks match than the limit let through.</param>
internal sealed record RedriveView(bool DryRun, int Matched, int Redriven, bool More, IReadOnlyList<RedriveItem> Items)
{
    public static IResult Of(RedriveReport report) => Results.Json(
        new RedriveView(report.DryRun, report.Items.Count, report.Items.Count(i => i.Outcome == RedriveOutcome.Redriven), report.More, report.Items),
        ApiJson.Sent.RedriveView);
}
