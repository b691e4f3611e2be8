using System.Diagnostics;
using OpenTelemetry;

namespace AgentFunctions.Telemetry;

/// <summary>Takes the texts of errors off the spans: that of a provider or a tool may quote the prompt. The types of the errors stay.</summary>
internal sealed class ErrorTextGuard : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
