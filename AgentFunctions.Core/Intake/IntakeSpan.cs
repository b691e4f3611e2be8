using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Intake;

/// <summary>The span of taking one task, or a batch of them, in.</summary>
internal static class IntakeSpan
{
    public static Activity? Start(TenantId tenant, int items) =>
        Spans.Source.StartActivity(items == 1 ? "submit task" : "submit batch")?.SetTag(SpanTags.Tenant, tenant.Value);

    public static void End(Activity? span, IReadOnlyList<SubmitOutcome> outcomes)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        if (outcomes.Count > 1)
        {
            span.SetTag(SpanTags.BatchSize, outcomes.Count).SetTag(SpanTags.BatchRefused, outcomes.Count(o => o is SubmitOutcome.Refused));
        }
        else if (outcomes is [SubmitOutcome.Accepted accepted])
        {
            span.SetTag(SpanTags.Outcome, accepted.Repeated ? "repeated" : "accepted")
                .SetTag(SpanTags.TaskId, accepted.Task.Id.ToString())
                .SetTag(SpanTags.Agent, accepted.Task.Agent)
                .SetTag(SpanTags.Lane, TagValues.Of(accepted.Task.Lane));
        }
        else if (outcomes is [SubmitOutcome.Refused refused])
        {
            // The client's fault, and no failure of this application.
            span.SetTag(SpanTags.Outcome, "refused").SetTag("agentfn.refusal", JsonNamingPolicy.CamelCase.ConvertName(refused.Refusal.GetType().Name));
        }
    }
}
