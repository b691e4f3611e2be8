using System.Diagnostics;
using OpenTelemetry;

namespace AgentFunctions.Telemetry;

/// <summary>Takes the texts of errors off the spans of model and tool calls: a provider's error may quote the prompt. Their types stay.</summary>
internal sealed class ErrorTextGuard : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Spans.ModelCalls && data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
