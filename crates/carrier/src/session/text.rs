//! Texts that come in: the header that ties parts together, and the alphabets.

use domain::reply::Cut;

use crate::contract::Part;

/// Where a part stands: reference, total, number.
pub(crate) type Place = (u16, u8, u8);

/// Cuts the user data header off: the part it tells of, and what is behind it. A header that is broken is left in the text,
/// where a person sees it.
pub(crate) fn unheaded(content: &[u8], headed: bool) -> (Option<Place>, &[u8]) {
    let Some((header, rest)) = content
        .first()
        .filter(|_| headed)
        .and_then(|&length| content[1..].split_at_checked(length.into()))
    else {
        return (None, content);
    };
    let (mut part, mut elements) = (None, header);
    while let [element, length, behind @ ..] = elements {
        let Some((data, behind)) = behind.split_at_checked(usize::from(*length)) else {
            break;
        };
        part = part.or(match (*element, data) {
            (0x00, &[reference, total, number]) => Some((reference.into(), total, number)),
            (0x08, &[high, low, total, number]) => Some((u16::from_be_bytes([high, low]), total, number)),
            _ => None,
        });
        elements = behind;
    }
    (part, rest)
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// The default alphabet, septet by octet.
    Gsm7,
    /// In truth UTF-16.
    Ucs2,
    /// And with it ASCII.
    Gbk,
    /// ISO 8859-1, as Windows writes it.
    Latin1,
}

impl Alphabet {
    /// Of these octets, where the default alphabet is announced. It has no eighth bit: octets that do are GBK.
    pub fn by_default(octets: &[u8]) -> Alphabet {
        if octets.is_ascii() {
            Alphabet::Gsm7
        } else {
            Alphabet::Gbk
        }
    }

    /// What these octets say; what is broken shows as such.
    pub fn read(self, octets: &[u8]) -> String {
        match self {
            Alphabet::Gsm7 => sms::encoding::from_gsm7(octets),
            Alphabet::Ucs2 => String::from_utf16_lossy(&units(octets)),
            Alphabet::Gbk => encoding_rs::GBK.decode_without_bom_handling(octets).0.into_owned(),
            Alphabet::Latin1 => encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(octets)
                .0
                .into_owned(),
        }
    }

    /// What is kept of a part of a long text, beside what can be read of it alone.
    pub fn part(self, (reference, total, number): Place, octets: &[u8]) -> Part {
        let cut = match self {
            Alphabet::Gsm7 | Alphabet::Latin1 => None,
            Alphabet::Ucs2 => Some(units(octets))
                .filter(|units| String::from_utf16(units).is_err())
                .map(Cut::Utf16),
            // Octets that begin within a character may read well, as other characters.
            Alphabet::Gbk => Some(Cut::Gbk(octets.to_vec())),
        };
        Part {
            reference,
            total,
            number,
            cut,
        }
    }
}

/// Whether a text of this data coding is UCS-2: also with a message class (3GPP TS 23.038 section 4).
pub(crate) const fn is_ucs2(coding: u8) -> bool {
    matches!(coding, 0x08 | 0x18..=0x1B)
}

fn units(octets: &[u8]) -> Vec<u16> {
    octets
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
}
