using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>Events were refused, and the refusal is nobody's answer, or it ends the whole request.</summary>
internal sealed class PublishRefusedException(Refusal refusal) : Exception(refusal.ForOperators ?? refusal.Text)
{
    internal Refusal Refusal => refusal;
}
