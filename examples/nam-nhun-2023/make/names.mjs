// Names are put together by chance from syllables in use; every person is invented and any likeness is chance.

const words = (text) => text.split(' ');

/** For each people: family names, then the middle and given names of men and of women ('_' joins two syllables). */
const PEOPLES = {
  Thái: {
    family: words('Lò Lường Quàng Điêu Vàng Khoàng Tao Cà Tòng Lèo'),
    male: [
      words('Văn Minh'),
      words(
        'Thẳng Ún Pành Thoan Phương Hặc Sẵn Tỏ Thanh Quyết Muôn Thưởng Phử Ngoan Hợi Nhật Biên Khởi Đức Thể Chung Ánh Tưởng',
      ),
    ],
    female: [
      words('Thị Kim'),
      words('Hặc Mẽ Lẹ Pâng Huệ Ngân Ỏm Nghĩa Thưởng Piếng Dịu Loan Quế Tỵ Ún Hạnh Phượng Bé Xiên Sẵn Thiết Mẳn'),
    ],
  },
  Mông: {
    family: words('Giàng Sùng Thào Vàng Mùa Hạng Chang Lầu Cháng Hảng'),
    male: [
      words('A'),
      words('Páo Dơ Sính Lử Tủa Phử Dình Khày Vảng Nhè Chỉnh Của Trừ Sử Chớ Tếnh Lềnh Chống Giống Sáy Thái Lồng Nếnh'),
    ],
    female: [words('Thị'), words('Dợ Mỷ Sua Dở Chứ Ly Máy Pàng Ganh Dế Sông Mỵ Dua Chở Xúa Cở Nhìa Súa Vừ')],
  },
  'Hà Nhì': {
    family: words('Pờ Lỳ Chu Sừng Ly Khoàng Phùng'),
    male: [words('Hừ Gò Xè Lòng Pó Chừ'), words('Xá Pớ Cà Hừ Po Chừ Sơn Lóng Nhù')],
    female: [words('Mì Go Xó Bạ'), words('Lé Nu Mé Xó De Nhù Chừ Pứ')],
  },
  Cống: {
    family: words('Chang Lò Lùng Hù Nạ'),
    male: [words('Văn'), words('Tỏ Khẳng Phổ Đông Dũng Lả Thương Sơ Phụng Thân')],
    female: [words('Thị'), words('Thủy Lẻ Mẳn Ươm Phụng Ngọc Lé Nọi Pỏm')],
  },
  Mảng: {
    family: words('Pàn Chìn Tào Lùng Lò Sìn'),
    male: [words('Văn A'), words('Đỡ Thọ Sự Kẽm Ún Khỏe Tỷ Hoàn Chẵn Lẻn Toản Giới Sĩ')],
    female: [words('Thị'), words('Lẹ Mẽ Sẻ Đào Ỏn Vẻ Hợi Pẻng Nhỡ Liên Mỉm Tím')],
  },
  Dao: {
    family: words('Tẩn Phàn Chẻo Lý Lồ'),
    male: [words('Láo Sài Kim A Phủ'), words('Sử Chỉn Lở Tả Ú Sán Phẩu Vạng Quẩy Siệu')],
    female: [words('Mẩy San Tả Lở'), words('Sẵn Mẩy Pham Chiệp Liều Khé Nái Phẩy Ghến')],
  },
  'Khơ Mú': {
    family: words('Moong Cụt Quàng Lường Rèn'),
    male: [words('Văn'), words('Tỏ Thắng Ngữ Phún Khặm Dọn Mừng Chắn Ọt')],
    female: [words('Thị'), words('Ỏn Hằng Nhọt Khuyên Lả Ngữ Phẳng Chựa')],
  },
  'Si La': {
    family: words('Hù Pờ Lý Lỳ'),
    male: [words('Chà Cố Phà'), words('Khẳng Xuân Sờ Thó Lòng Gỡ')],
    female: [words('Cố Cò Lé'), words('Yến Xoong Nhọi Mé Sờ')],
  },
  Kinh: {
    family: words('Nguyễn Trần Đỗ Vũ Phạm Bùi Đặng Hoàng Ngô Võ Lê Đinh'),
    male: [
      words('Văn Đức Minh Quang Hữu Xuân Mạnh'),
      words('Thắng Dũng Lộc Quốc Tấn Kỷ Nghĩa Mẫn Khởi Thuận Trường Hợp Sỹ Tuệ Cường'),
    ],
    female: [words('Thị Ngọc Thu Thanh Kim'), words('Hằng Huệ Thủy Quế Mỹ Nhã Hồng Phượng Kiều Diễm Lệ Thảo Yến Trâm')],
  },
};

/** A giver of names that never gives one twice; long enough (7 letters) that a search for one in a file means something. */
export function createNames() {
  const given = new Set();
  return (people, sex, chance) => {
    const { family, [sex]: parts } = PEOPLES[people];
    for (let tries = 0; tries < 2000; tries += 1) {
      const name = [chance.pick(family), ...parts.map((list) => chance.pick(list))].join(' ').normalize('NFC');
      const repeats = new Set(name.split(' ')).size < 3;
      if (name.length < 7 || repeats || given.has(name)) continue;
      given.add(name);
      return name;
    }
    throw new Error(`no name left for ${people}, ${sex}`);
  };
}
